/** The console as a person uses it: in a browser, by mouse and by keyboard. */
@org.jspecify.annotations.NullMarked
package health.authz.acceptance.browser;
