/** Rules of bulk changes. */
@NullMarked
package health.authz.bulk.domain;

import org.jspecify.annotations.NullMarked;
