/** Frozen selections for previews, streamed to the command service. */
@NullMarked
package health.authz.selection;

import org.jspecify.annotations.NullMarked;
