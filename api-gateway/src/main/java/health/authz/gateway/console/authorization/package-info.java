/** One authorization: its facts, its history, how its units went, and what can be done with it. */
@NullMarked
package health.authz.gateway.console.authorization;

import org.jspecify.annotations.NullMarked;
