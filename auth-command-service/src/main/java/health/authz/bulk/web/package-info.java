/** Bulk previews, operations and results over HTTP. */
@NullMarked
package health.authz.bulk.web;

import org.jspecify.annotations.NullMarked;
