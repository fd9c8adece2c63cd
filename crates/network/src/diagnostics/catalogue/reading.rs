//! E0xx: files, syntax, keys.

use crate::diagnostics::Entry;

pub(in crate::diagnostics) const FILE_UNREADABLE: Entry = Entry {
    number: "E001",
    title: "a file cannot be read",
    explanation: "A scenario is a folder with a file `scenario.toml`, or that file itself. Tables named in it are looked for relative to its folder. The file does not exist, is a folder, or may not be read.",
    bad: "[tables]\nzones = \"zonse.csv\"",
    good: "[tables]\nzones = \"zones.csv\"",
};

pub(in crate::diagnostics) const FILE_OUTSIDE: Entry = Entry {
    number: "E002",
    title: "a file lies outside the scenario's folder",
    explanation: "A scenario is complete in its folder, so that it can be copied, digested and run elsewhere. Paths are relative, use `/`, and do not lead out of the folder, not by `..` and not by a link.",
    bad: "[tables]\nzones = \"../zones.csv\"",
    good: "[tables]\nzones = \"zones.csv\"",
};

pub(in crate::diagnostics) const NOT_UTF8: Entry = Entry {
    number: "E003",
    title: "a file is not UTF-8",
    explanation: "All files of a scenario are UTF-8; a byte order mark is allowed. Spreadsheets often save Latin-1 or UTF-16: choose \"CSV UTF-8\" when saving.",
    bad: "[tables]\nzones = \"zones.csv\" # saved as Latin-1",
    good: "[tables]\nzones = \"zones.csv\" # saved as UTF-8",
};

pub(in crate::diagnostics) const TOML_SYNTAX: Entry = Entry {
    number: "E004",
    title: "the TOML has a syntax error",
    explanation: "The file breaks the grammar of TOML 1.1 at this place. Text stands in quotes, names of tables in brackets. All syntax errors of the file are listed; the rest is checked once they are gone.",
    bad: "name = no quotes",
    good: "name = \"quotes\"",
};

pub(in crate::diagnostics) const DUPLICATE_KEY: Entry = Entry {
    number: "E005",
    title: "a key or column stands twice",
    explanation: "A key may stand once in a table, a column once in the header of a CSV file: of two values it would not be clear which one counts.",
    bad: "horizon = \"14d\"\nhorizon = \"28d\"",
    good: "horizon = \"28d\"",
};

pub(in crate::diagnostics) const CSV_SYNTAX: Entry = Entry {
    number: "E006",
    title: "a CSV row cannot be read",
    explanation: "Rows have as many cells as the header, separated by commas. A cell with a comma, a quotation mark or a line break stands in quotation marks, and quotation marks within it are doubled.",
    bad: "name,weight\nParis,4,2",
    good: "name,weight\nParis,4.2",
};

pub(in crate::diagnostics) const UNKNOWN_KEY: Entry = Entry {
    number: "E007",
    title: "a key, column or table is unknown",
    explanation: "Every key has a meaning; one that has none is most likely misspelt, and ignoring it would simulate something else than what was meant.",
    bad: "horizn = \"28d\"",
    good: "horizon = \"28d\"",
};

pub(in crate::diagnostics) const MISSING_KEY: Entry = Entry {
    number: "E008",
    title: "a key or column is missing",
    explanation: "This table needs the key; there is no default that would be right for everyone. In a CSV file the column is missing, or its cell is empty in this row.",
    bad: "[[zones]]\nweight = 1",
    good: "[[zones]]\nname = \"Atlanta\"\nweight = 1",
};

pub(in crate::diagnostics) const EMPTY_TABLE: Entry = Entry {
    number: "E009",
    title: "a file or table is empty",
    explanation: "A network has at least one facility, one zone, one lane and one service level. A table file has a header and at least one row.",
    bad: "zones = []",
    good: "[[zones]]\nname = \"Atlanta\"\nweight = 1",
};

pub(in crate::diagnostics) const UNKNOWN_SCHEMA: Entry = Entry {
    number: "E010",
    title: "the schema version is unknown",
    explanation: "`schema` says for which version of the format the file was written. This version of the program reads schema 1.",
    bad: "schema = 2",
    good: "schema = 1",
};

pub(in crate::diagnostics) const WRONG_TYPE: Entry = Entry {
    number: "E011",
    title: "a value has the wrong type",
    explanation: "Names and quantities with units are text in quotation marks, counts are whole numbers, dates stand without quotation marks, several values stand in brackets.",
    bad: "replications = \"many\"",
    good: "replications = 100",
};

pub(in crate::diagnostics) const TABLE_TWICE: Entry = Entry {
    number: "E012",
    title: "a table is given inline and as a file",
    explanation: "Rows stand either in `scenario.toml` or in the file named under `[tables]`. With both it would not be clear whether one replaces the other or adds to it.",
    bad: "[tables]\nzones = \"zones.csv\"\n[[zones]]\nname = \"Atlanta\"",
    good: "[tables]\nzones = \"zones.csv\"",
};
