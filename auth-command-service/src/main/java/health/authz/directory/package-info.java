/** Reference data from the health record: taken in, kept while it is current, published on compacted topics, erased. */
@NullMarked
package health.authz.directory;

import org.jspecify.annotations.NullMarked;
