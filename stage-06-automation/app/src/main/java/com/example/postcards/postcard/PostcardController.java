package com.example.postcards.postcard;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

import com.example.postcards.account.Account;
import com.example.postcards.account.Accounts;
import com.example.postcards.web.Page;
import com.example.postcards.web.PageRequest;
import com.example.postcards.web.PlainText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
class PostcardController {

	private static final Logger log = LoggerFactory.getLogger(PostcardController.class);

	private final Postcards postcards;

	private final Accounts accounts;

	private final PhotoConverter converter;

	private final PostcardLikes likes;

	PostcardController(Postcards postcards, Accounts accounts, PhotoConverter converter, PostcardLikes likes) {
		this.postcards = postcards;
		this.accounts = accounts;
		this.converter = converter;
		this.likes = likes;
	}

	@PostMapping(path = "/api/postcards", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	ResponseEntity<Postcard> post(@Valid NewPostcard wanted,
			@RequestHeader(name = "Idempotency-Key", required = false) @Nullable UUID key,
			@AuthenticationPrincipal Account me) throws IOException, InterruptedException, NoSuchAlgorithmException {
		MultipartFile chosen = wanted.chosenPhoto();
		byte[] photo = (chosen != null) ? this.converter.convert(chosen) : null;
		Postcard postcard = counted(this.postcards.create(me, wanted.message(), photo, key, wanted.digest()), me);
		log.atInfo().addKeyValue("account", me.id()).addKeyValue("postcard", postcard.id()).log("Posted");
		return ResponseEntity.created(URI.create("/api/postcards/" + postcard.id())).body(postcard);
	}

	@GetMapping("/api/postcards/{id:\\d+}")
	Postcard postcard(@PathVariable long id, @AuthenticationPrincipal @Nullable Account me) {
		return counted(this.postcards.find(id, me), me);
	}

	private Postcard counted(Postcard postcard, @Nullable Account me) {
		return this.likes.addTo(List.of(postcard), me).get(0);
	}

	@DeleteMapping("/api/postcards/{id:\\d+}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable long id, @AuthenticationPrincipal Account me) {
		this.postcards.delete(id, me);
		log.atInfo().addKeyValue("account", me.id()).addKeyValue("postcard", id).log("Deleted");
	}

	@GetMapping("/api/accounts/{handle}/postcards")
	Page<Postcard> by(@PathVariable String handle, @Valid PageRequest page,
			@AuthenticationPrincipal @Nullable Account me) {
		List<Postcard> found = this.postcards.by(this.accounts.id(handle), page, me);
		return Page.of(this.likes.addTo(found, me), page, Postcard::id);
	}

	record NewPostcard(@CodePointLength(max = 500, message = "must be at most 500 characters long") @Pattern(
			regexp = PlainText.PATTERN, message = PlainText.MESSAGE) @Pattern(regexp = "(?sU).*\\S.*",
					message = "must not be blank") String message,
			@Nullable MultipartFile photo) {

		// Forms send a line break as two characters, which is one to the person who typed
		// it.
		NewPostcard(@Nullable String message, @Nullable MultipartFile photo) {
			this.message = (message != null) ? message.replace("\r\n", "\n") : "";
			this.photo = photo;
		}

		// Of what was sent: another release may convert the photo to other bytes.
		byte[] digest() throws IOException, NoSuchAlgorithmException {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(this.message.getBytes(StandardCharsets.UTF_8));
			MultipartFile chosen = chosenPhoto();
			return digest.digest((chosen != null) ? chosen.getBytes() : new byte[0]);
		}

		// A browser sends an empty, nameless file for a photo that was not chosen.
		@Nullable MultipartFile chosenPhoto() {
			MultipartFile file = this.photo;
			return (file != null && (!file.isEmpty() || StringUtils.hasLength(file.getOriginalFilename()))) ? file
					: null;
		}

	}

}
