package com.example.contract;

import java.net.URI;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs the contract against a system that is up already:
 * {@code ./mvnw -pl contract test -Dpostcards.url=http://127.0.0.1:8080}.
 */
@EnabledIfSystemProperty(named = "postcards.url", matches = ".+",
		disabledReason = "needs the address of a running Postcards in -Dpostcards.url")
class AddressContractTests extends PostcardsContract {

	AddressContractTests() {
		super(URI.create(System.getProperty("postcards.url", "")));
	}

}
