package com.example.postcards.account;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.session.web.http.CookieSerializer;

import static org.assertj.core.api.Assertions.assertThat;

@PostcardsTest
class SharedSessionTests {

	@LocalServerPort
	private int port;

	@Autowired
	private CookieSerializer cookie;

	@Autowired
	private StringRedisTemplate valkey;

	@Test
	void isJsonWithoutClassNamesAndEndsByItself() {
		Visitor visitor = Visitor.signedIn(this.port);

		Map<String, String> session = this.valkey.<String, String>opsForHash().entries(key(visitor));

		assertThat(session.get("sessionAttr:principal")).containsPattern("\"id\":\\d+")
			.contains("\"handle\":\"%s\"".formatted(visitor.handle()), "\"email\":\"%s\"".formatted(visitor.email()));
		assertThat(session.keySet()).isSubsetOf("creationTime", "lastAccessedTime", "maxInactiveInterval",
				"sessionAttr:principal", "sessionAttr:lastWrite");
		assertThat(session.values()).noneMatch((value) -> value.contains("class") || value.contains("java"));
		assertThat(this.valkey.getExpire(key(visitor))).isBetween(43_000L, 43_200L);
	}

	@Test
	void signingInAgainEndsTheSessionBefore() {
		Visitor visitor = Visitor.signedIn(this.port);
		for (int i = 0; i < 20; i++) {
			String before = key(visitor);
			assertThat(visitor.signIn(Visitor.PASSWORD).getStatusCode()).isEqualTo(HttpStatus.OK);
			assertThat(this.valkey.hasKey(before)).isFalse();
			assertThat(visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.OK);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":1,\"handle\":\"ada\"}",
			"{\"id\":1,\"handle\":\"ada\",\"email\":\"a@example.com\",\"more\":true}", "[\"java.util.Date\",1]",
			"{\"@class\":\"java.util.Date\",\"time\":1}", "not JSON", "" })
	void aSessionOfAnotherReleaseIsANewSession(String principal) {
		Visitor visitor = Visitor.signedIn(this.port);
		this.valkey.opsForHash().put(key(visitor), "sessionAttr:principal", principal);

		assertThat(visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
		assertThat(visitor.get("/api/where").getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(visitor.signIn(Visitor.PASSWORD).getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.OK);
	}

	@Test
	void anIncompleteSessionIsANewSession() {
		Visitor visitor = Visitor.signedIn(this.port);
		for (String field : List.of("creationTime", "maxInactiveInterval")) {
			this.valkey.opsForHash().delete(key(visitor), field);
			assertThat(visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
			visitor.signIn(Visitor.PASSWORD);
		}
	}

	@Test
	void ofAllCookiesTwoAreLookedUp() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setCookies(Stream.generate(() -> new Cookie("SESSION", "MTIz")).limit(100).toArray(Cookie[]::new));
		assertThat(this.cookie.readCookieValues(request)).hasSize(2);
	}

	private static String key(Visitor visitor) {
		return "spring:session:sessions:"
				+ new String(Base64.getDecoder().decode(visitor.cookie("SESSION").orElseThrow()));
	}

}
