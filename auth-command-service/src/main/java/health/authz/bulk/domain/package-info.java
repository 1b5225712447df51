/** What a bulk change is: who asks, what is asked of which rows, and what came of each. Pure. */
@NullMarked
package health.authz.bulk.domain;

import org.jspecify.annotations.NullMarked;
