package com.example.contract.browser;

import java.net.URI;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The journey on a Postcards that runs already:
 * {@code -Dpostcards.url=http://127.0.0.1:8080}.
 */
@EnabledIfSystemProperty(named = "postcards.url", matches = ".+")
class BrowserJourneyTests extends BrowserJourney {

	BrowserJourneyTests() {
		super(URI.create(System.getProperty("postcards.url")));
	}

}
