package com.example.postcards.account;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TokenTests {

	private static final String CLIENT = "postcards";

	private static final RSAKey KEY = key();

	private static final RSAKey ANOTHER = key();

	private HttpServer server;

	private String issuer;

	private RSAKey key = KEY;

	private JwtDecoder tokens;

	@BeforeEach
	void publishKeys() throws Exception {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/pool/.well-known/jwks.json", (exchange) -> {
			byte[] keys = new JWKSet(this.key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, keys.length);
			exchange.getResponseBody().write(keys);
			exchange.close();
		});
		this.server.start();
		this.issuer = "http://127.0.0.1:" + this.server.getAddress().getPort() + "/pool";
		this.tokens = Users.tokens(this.issuer, CLIENT);
	}

	@AfterEach
	void stop() throws IOException {
		this.server.stop(0);
	}

	@Test
	void idTokensForThisClientAreTaken() throws Exception {
		assertThat(this.tokens.decode(signed(claims((token) -> {
		}))).getSubject()).isEqualTo("ada");
	}

	@Test
	void expiredTokensAreRefused() throws Exception {
		assertRefused(signed(claims((token) -> token.expirationTime(Date.from(Instant.now().minusSeconds(120))))));
	}

	@Test
	void tokensOfAnotherIssuerAreRefused() throws Exception {
		assertRefused(signed(claims((token) -> token.issuer(this.issuer + "2"))));
	}

	@Test
	void tokensForAnotherClientAreRefused() throws Exception {
		assertRefused(signed(claims((token) -> token.audience("another"))));
		assertRefused(signed(claims((token) -> token.audience((String) null).claim("client_id", CLIENT))));
	}

	@Test
	void tokensForAnotherUseAreRefused() throws Exception {
		assertRefused(signed(claims((token) -> token.claim("token_use", "access"))));
		assertRefused(signed(claims((token) -> token.claim("token_use", null))));
	}

	@Test
	void unsignedTokensAreRefused() {
		assertRefused(new PlainJWT(claims((token) -> {
		})).serialize());
	}

	@Test
	void tokensSignedWithAnotherKeyAreRefused() throws Exception {
		String token = signed(claims((claims) -> {
		}));
		this.key = ANOTHER;
		assertRefused(token);
	}

	private void assertRefused(String token) {
		assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> this.tokens.decode(token));
	}

	private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
		JWTClaimsSet.Builder token = new JWTClaimsSet.Builder().subject("ada")
			.issuer(this.issuer)
			.audience(CLIENT)
			.claim("token_use", "id")
			.issueTime(Date.from(Instant.now().minusSeconds(3600)))
			.expirationTime(Date.from(Instant.now().plusSeconds(3600)));
		change.accept(token);
		return token.build();
	}

	private String signed(JWTClaimsSet claims) throws JOSEException {
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(this.key.getKeyID()).build(),
				claims);
		token.sign(new RSASSASigner(this.key));
		return token.serialize();
	}

	private static RSAKey key() {
		try {
			return new RSAKeyGenerator(2048).keyID("key").generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
