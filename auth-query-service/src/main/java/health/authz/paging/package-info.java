/** Lists part by part: sort keys, signed cursors, pages. */
@NullMarked
package health.authz.paging;

import org.jspecify.annotations.NullMarked;
