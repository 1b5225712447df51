package health.authz.authorizationlist;

import health.authz.stack.TestParts;

/** On the stand-in. */
class StandInTest extends ReadModelContract {
    @Override
    String uri() {
        return TestParts.mongo().uri();
    }
}
