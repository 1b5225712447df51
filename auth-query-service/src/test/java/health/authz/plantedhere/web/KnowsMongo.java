package health.authz.plantedhere.web;

import org.bson.Document;

/** Breaks the fence on purpose: a web room that reaches for the store. */
class KnowsMongo {
    Document row;
}
