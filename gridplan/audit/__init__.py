"""An auditor of written results: everything that can be worked out again from the files of a results folder is, and
compared.

Nothing of the programme, the solver or the results' own accounts is used here (`gridplan.model`, `gridplan.solve`,
`gridplan.results`): the rules are read from the documentation and written a second time, so that a slip in one place
does not hide in the other.  What is shared is the library of figures and the reading of a case's fingerprint.
"""

from gridplan.audit.audit import audit
from gridplan.audit.findings import Finding

__all__ = ["Finding", "audit"]
