package com.example.postcards.account;

import java.util.List;

import com.example.postcards.web.PlainText;
import com.example.postcards.web.SessionContexts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.SessionRepository;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SessionController {

	private static final Logger log = LoggerFactory.getLogger(SessionController.class);

	private final Accounts accounts;

	private final SignInLimit limit;

	private final SecurityContextRepository securityContexts;

	private final CsrfTokenRepository csrfTokens;

	private final SessionRepository<?> sessions;

	SessionController(Accounts accounts, SignInLimit limit, SecurityContextRepository securityContexts,
			CsrfTokenRepository csrfTokens, SessionRepository<?> sessions) {
		this.accounts = accounts;
		this.limit = limit;
		this.securityContexts = securityContexts;
		this.csrfTokens = csrfTokens;
		this.sessions = sessions;
	}

	@PostMapping("/api/session")
	Me signIn(@RequestBody @Valid Credentials credentials, HttpServletRequest request, HttpServletResponse response) {
		String address = request.getRemoteAddr();
		this.limit.count(credentials.email(), address);
		Account account = this.accounts.authenticate(credentials.email(), credentials.password(), credentials.code())
			.orElseThrow(() -> {
				log.atWarn().addKeyValue("address", address).log("Sign-in failed");
				return new BadCredentialsException("E-mail or password is wrong");
			});
		this.limit.forgive(credentials.email(), address);
		open(account, request, response);
		log.atInfo().addKeyValue("account", account.id()).log("Signed in");
		return Me.of(account);
	}

	private void open(Account account, HttpServletRequest request, HttpServletResponse response) {
		HttpSession before = request.getSession(false);
		if (before != null) {
			// Another id for the same session would rename its key, which may not leave
			// its slot.
			before.invalidate();
		}
		Authentication authentication = UsernamePasswordAuthenticationToken.authenticated(account, null, List.of());
		this.securityContexts.saveContext(new SecurityContextImpl(authentication), request, response);
		changeCsrfToken(request, response);
	}

	@DeleteMapping("/api/session")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void signOut(HttpServletRequest request, HttpServletResponse response) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			// First, so that a session that cannot be deleted keeps its cookie, for
			// another try.
			this.sessions.deleteById(session.getId());
		}
		new SecurityContextLogoutHandler().logout(request, response, null);
		SessionContexts.check(request);
		changeCsrfToken(request, response);
	}

	private void changeCsrfToken(HttpServletRequest request, HttpServletResponse response) {
		this.csrfTokens.saveToken(this.csrfTokens.generateToken(request), request, response);
	}

	@GetMapping("/api/me")
	Me me(@AuthenticationPrincipal Account me) {
		return Me.of(me);
	}

	record Credentials(
			@NotNull @Size(max = 254) @Pattern(regexp = PlainText.PATTERN, message = PlainText.MESSAGE) String email,
			@NotNull @Pattern(regexp = PlainText.PATTERN, message = PlainText.MESSAGE) String password,
			@Nullable @Pattern(regexp = "[0-9]{1,20}", message = "must be the digits of the e-mail") String code) {
	}

}
