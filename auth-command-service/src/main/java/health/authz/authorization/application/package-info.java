/** How commands reach an authorization's stream, and what is kept beside the events in the same transaction. */
@NullMarked
package health.authz.authorization.application;

import org.jspecify.annotations.NullMarked;
