/** Copies directory records and billing code groups into their collections. */
@NullMarked
package health.authz.directorylist.projection;

import org.jspecify.annotations.NullMarked;
