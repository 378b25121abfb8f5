package com.example.postcards.account;

import java.nio.charset.StandardCharsets;

import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.web.PlainText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.CodePointLength;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * New passwords for users who cannot sign in. Cognito mails a code, and with that code
 * they choose one. The limits are those of sign-in: a code is as short as a guess.
 */
@RestController
@RequestMapping("/api/password-resets")
class PasswordController {

	private static final Logger log = LoggerFactory.getLogger(PasswordController.class);

	private final Accounts accounts;

	private final SignInLimit limit;

	PasswordController(Accounts accounts, SignInLimit limit) {
		this.accounts = accounts;
		this.limit = limit;
	}

	/**
	 * Answers the same whether the address has an account or not.
	 */
	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	void request(@RequestBody @Valid Request wanted, HttpServletRequest request) {
		this.limit.count(wanted.email(), request.getRemoteAddr());
		this.accounts.requestReset(wanted.email());
		log.atInfo().log("Password reset requested");
	}

	@PutMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void reset(@RequestBody @Valid NewPassword wanted, HttpServletRequest request) {
		if (wanted.password().getBytes(StandardCharsets.UTF_8).length > AccountController.MAX_PASSWORD_BYTES) {
			throw new FieldException(Reason.INVALID, "password", "must be at most 72 bytes long");
		}
		this.limit.count(wanted.email(), request.getRemoteAddr());
		this.accounts.reset(wanted.email(), wanted.code(), wanted.password());
		this.limit.forgive(wanted.email(), request.getRemoteAddr());
		log.atInfo().log("Password reset");
	}

	record Request(
			@NotNull @Size(max = 254) @Pattern(regexp = PlainText.PATTERN, message = PlainText.MESSAGE) String email) {
	}

	record NewPassword(
			@NotNull @Size(max = 254) @Pattern(regexp = PlainText.PATTERN, message = PlainText.MESSAGE) String email,
			@NotNull @Pattern(regexp = "[0-9]{1,20}", message = "must be the digits of the e-mail") String code,
			@NotNull @Pattern(regexp = PlainText.PATTERN, message = PlainText.MESSAGE) @CodePointLength(min = 12,
					message = "must be at least 12 characters long") String password) {
	}

}
