package com.example.postcards.account;

import com.example.postcards.ControllerTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@ControllerTest
class AccountControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void problemsNameAllFieldsAtFault() {
		assertThat(this.mvc.post()
			.uri("/api/accounts")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"handle\":\"X\",\"email\":\"unknown\",\"password\":\"short\"}")
			.with(csrf())).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyText()
			.contains("about:blank", "\"handle\"", "\"email\"", "\"password\"");
	}

}
