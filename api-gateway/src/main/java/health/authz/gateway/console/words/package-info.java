/** What screens have in common: the words of the clinic for what the API says, and forms that forget nothing typed. */
@NullMarked
package health.authz.gateway.console.words;

import org.jspecify.annotations.NullMarked;
