package com.example.postcards.postcard;

import java.awt.image.BufferedImage;
import java.util.Optional;

import com.example.kit.TestImages;
import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import com.example.postcards.account.Account;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@PostcardsTest
class PostcardsTests {

	@LocalServerPort
	private int port;

	@Autowired
	private Postcards postcards;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private JdbcClient jdbc;

	private Visitor visitor;

	private Account author;

	private byte[] photo;

	@BeforeEach
	void signIn() throws Exception {
		this.visitor = Visitor.signedIn(this.port);
		long id = this.jdbc.sql("select id from account where handle = ?")
			.param(this.visitor.handle())
			.query(Long.class)
			.single();
		this.author = new Account(id, this.visitor.handle(), this.visitor.email());
		this.photo = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
	}

	@Test
	void photoAndPostcardCanBeSeenAtTheSameTime() {
		this.transaction.executeWithoutResult((status) -> {
			Postcard postcard = this.postcards.create(this.author, "Hello", this.photo, null, new byte[0]);
			assertThat(this.visitor.get("/api/postcards/" + postcard.id()).getStatusCode())
				.isEqualTo(HttpStatus.NOT_FOUND);
			assertThat(this.visitor.get("/photos/" + postcard.id()).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
			assertThat(jpeg(postcard.id())).contains(this.photo);
		});
	}

	@Test
	void photoGoesWhenThePostcardIsRolledBack() {
		Postcard postcard = this.transaction.execute((status) -> {
			status.setRollbackOnly();
			return this.postcards.create(this.author, "Hello", this.photo, null, new byte[0]);
		});
		assertThat(jpeg(postcard.id())).isEmpty();
	}

	@Test
	void photoGoesWithItsPostcardAndNotBefore() {
		Postcard postcard = this.postcards.create(this.author, "Hello", this.photo, null, new byte[0]);
		this.transaction.executeWithoutResult((status) -> {
			this.postcards.delete(postcard.id(), this.author);
			status.setRollbackOnly();
		});
		assertThat(jpeg(postcard.id())).contains(this.photo);
		this.visitor.send(HttpMethod.DELETE, "/api/postcards/" + postcard.id(), null);
		assertThat(jpeg(postcard.id())).isEmpty();
		assertThat(this.visitor.get("/photos/" + postcard.id()).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void photosMayBeCachedIndefinitely() {
		this.visitor.post("Hello", this.photo);
		long newest = this.jdbc.sql("select max(id) from postcard where author_id = ?")
			.param(this.author.id())
			.query(Long.class)
			.single();
		ResponseEntity<String> response = this.visitor.get("/photos/" + newest);
		assertThat(response.getHeaders().getContentType()).hasToString("image/jpeg");
		assertThat(response.getHeaders().getCacheControl()).contains("public", "max-age=31536000", "immutable");
	}

	private Optional<byte[]> jpeg(long postcard) {
		return this.jdbc.sql("select jpeg from photo where postcard_id = ?")
			.param(postcard)
			.query(byte[].class)
			.optional();
	}

}
