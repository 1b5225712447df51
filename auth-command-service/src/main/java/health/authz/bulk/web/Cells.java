package health.authz.bulk.web;

import java.util.List;

/** One line of a file as it stands there. @param read cells of the columns that are read */
record Cells(long line, List<String> read) {}
