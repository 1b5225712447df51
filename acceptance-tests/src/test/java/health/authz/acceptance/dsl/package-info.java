/** The words in which the acceptance tests are told: a stack, organisations, logins, what they ask and what is true. */
@NullMarked
package health.authz.acceptance.dsl;

import org.jspecify.annotations.NullMarked;
