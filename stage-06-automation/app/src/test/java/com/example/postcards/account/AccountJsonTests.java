package com.example.postcards.account;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class AccountJsonTests {

	@Test
	void jsonCarriesTheAccountOfASession() {
		Account account = new Account(Long.MAX_VALUE, "ada", "ada@example.com");
		String json = JsonMapper.shared().writeValueAsString(account);
		assertThat(JsonMapper.shared().readValue(json, Account.class)).isEqualTo(account);
	}

}
