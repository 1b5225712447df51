/** Refusals as problem documents, pages, cursors and request bodies read field by field. */
@NullMarked
package health.authz.platform.web;

import org.jspecify.annotations.NullMarked;
