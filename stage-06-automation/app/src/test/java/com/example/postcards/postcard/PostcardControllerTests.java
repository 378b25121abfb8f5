package com.example.postcards.postcard;

import java.util.List;

import com.example.postcards.ControllerTest;
import com.example.postcards.account.Account;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@ControllerTest
class PostcardControllerTests {

	private static final Authentication ADA = UsernamePasswordAuthenticationToken
		.authenticated(new Account(1, "ada", "ada@example.com"), null, List.of());

	@Autowired
	private MockMvcTester mvc;

	@Test
	void lineBreaksCountOnce() {
		String lines = "ab\r\n".repeat(166) + "cd";
		assertThat(lines).hasSizeGreaterThan(500);
		assertAccepted(lines);
		assertRefused(lines + "e");
	}

	@Test
	void emojiCountOnce() {
		assertAccepted("\uD83D\uDC8C".repeat(500));
		assertRefused("\uD83D\uDC8C".repeat(501));
	}

	private void assertAccepted(String message) {
		assertThat(post(message)).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.bodyText()
			.contains("The database is unavailable");
	}

	private void assertRefused(String message) {
		assertThat(post(message)).hasStatus(HttpStatus.BAD_REQUEST).bodyText().contains("\"field\":\"message\"");
	}

	private MvcTestResult post(String message) {
		return this.mvc.post()
			.uri("/api/postcards")
			.with(authentication(ADA))
			.with(csrf())
			.multipart()
			.param("message", message)
			.exchange();
	}

}
