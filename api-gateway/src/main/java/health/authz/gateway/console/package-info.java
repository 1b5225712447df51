/**
 * The screens, and what they stand on: {@link health.authz.gateway.console.SignedIn} says who looks,
 * {@link health.authz.gateway.console.PublicApi} asks the same public API as everyone in that person's name.
 *
 * <p>A page takes its head from {@code templates/fragments/session.html}, which brings {@code session.js}: the warning before the
 * idle log-off, the keeping of what was typed, and the CSRF header of htmx. A request that nobody made by hand (polling) carries
 * {@code X-Background: true}, so that it does not count as being there.
 */
@NullMarked
package health.authz.gateway.console;

import org.jspecify.annotations.NullMarked;
