/** Wires the lists of the directory. */
@NullMarked
package health.authz.directorylist;

import org.jspecify.annotations.NullMarked;
