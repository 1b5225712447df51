package health.authz.authorizationlist;

import health.authz.stack.TestParts;

/** On the stand-in. */
class DirectoryVersionsOnStandInTest extends DirectoryVersionsContract {
    @Override
    String uri() {
        return TestParts.mongo().uri();
    }
}
