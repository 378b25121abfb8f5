package com.example.postcards.account;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.web.PlainText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/accounts")
class AccountController {

	private static final Logger log = LoggerFactory.getLogger(AccountController.class);

	// bcrypt reads no more.
	static final int MAX_PASSWORD_BYTES = 72;

	private final Accounts accounts;

	private final SignInLimit limit;

	AccountController(Accounts accounts, SignInLimit limit) {
		this.accounts = accounts;
		this.limit = limit;
	}

	@PostMapping
	ResponseEntity<Me> signUp(@RequestBody @Valid NewAccount wanted, HttpServletRequest request) {
		if (wanted.password().getBytes(StandardCharsets.UTF_8).length > MAX_PASSWORD_BYTES) {
			throw new FieldException(Reason.INVALID, "password", "must be at most 72 bytes long");
		}
		// A refusal shows which addresses have an account, as a failed sign-in would.
		this.limit.count(wanted.email(), request.getRemoteAddr());
		Account account = this.accounts.create(wanted.handle(), wanted.email(), wanted.password());
		this.limit.forgive(wanted.email(), request.getRemoteAddr());
		log.atInfo().addKeyValue("account", account.id()).log("Signed up");
		return ResponseEntity.created(URI.create("/api/accounts/" + account.handle())).body(Me.of(account));
	}

	@GetMapping("/{handle}")
	Profile profile(@PathVariable String handle, @AuthenticationPrincipal @Nullable Account me) {
		boolean followed = me != null && this.accounts.follows(me.id(), this.accounts.id(handle));
		return this.accounts.counts(handle).profile(handle, followed);
	}

	record NewAccount(
			@NotNull @Pattern(regexp = "[a-z0-9_]{3,30}",
					message = "must be 3 to 30 of the characters a-z, 0-9 and _") String handle,
			@NotNull @Size(max = 254) @Email(regexp = "[^\\s\\p{Cc}\\p{Cs}@]+@[^\\s\\p{Cc}\\p{Cs}@]+") String email,
			@NotNull @Pattern(regexp = PlainText.PATTERN, message = PlainText.MESSAGE) @CodePointLength(min = 12,
					message = "must be at least 12 characters long") String password) {
	}

}
