/** Freezes, previews and executes bulk changes, chunk by chunk, each chunk in one transaction. */
@NullMarked
package health.authz.bulk.application;

import org.jspecify.annotations.NullMarked;
