/** Local copies of billing codes, their groups and the organisation's settings, as far as they were heard of. */
@NullMarked
package health.authz.codecopy;

import org.jspecify.annotations.NullMarked;
