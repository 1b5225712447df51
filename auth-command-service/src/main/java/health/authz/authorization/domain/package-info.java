/** The authorization itself: what may be asked of it, what was decided, and what the facts add up to. Pure. */
@NullMarked
package health.authz.authorization.domain;

import org.jspecify.annotations.NullMarked;
