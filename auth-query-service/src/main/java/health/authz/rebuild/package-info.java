/** Where the read models live and how they come back: MongoDB, offsets beside the rows, the parking lot, the watch for an emptied database. */
@NullMarked
package health.authz.rebuild;

import org.jspecify.annotations.NullMarked;
