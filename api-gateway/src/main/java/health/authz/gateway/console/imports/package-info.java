/** Files dropped in: the directory, and bulk changes that somebody keeps in a table. */
@NullMarked
package health.authz.gateway.console.imports;

import org.jspecify.annotations.NullMarked;
