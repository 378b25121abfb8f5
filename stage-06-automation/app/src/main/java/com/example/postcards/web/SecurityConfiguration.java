package com.example.postcards.web;

import java.util.Objects;

import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Which calls need a session, and what protects all of them.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' blob: data:; "
			+ "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

	/** What guests may read. Everything that is not named here needs a session. */
	private static final String[] PUBLIC = { "/", "/index.html", "/styles.css", "/art.svg", "/favicon.svg", "/js/**",
			"/api/where", "/api/accounts/*", "/api/accounts/*/postcards", "/api/postcards/*", "/api/postcards/*/photo",
			"/livez", "/readyz" };

	@Bean
	SecurityFilterChain security(HttpSecurity http, CsrfTokenRepository csrfTokens,
			SecurityContextRepository securityContexts,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		return http
			.authorizeHttpRequests((calls) -> calls.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
				.permitAll()
				// The port of the endpoints is open to this computer only.
				.requestMatchers(EndpointRequest.to(HealthEndpoint.class))
				.permitAll()
				.requestMatchers(HttpMethod.GET, PUBLIC)
				.permitAll()
				.requestMatchers(HttpMethod.HEAD, PUBLIC)
				.permitAll()
				.requestMatchers(HttpMethod.POST, "/api/accounts", "/api/session", "/api/password-resets")
				.permitAll()
				.requestMatchers(HttpMethod.PUT, "/api/password-resets")
				.permitAll()
				.requestMatchers(HttpMethod.DELETE, "/api/session")
				.permitAll()
				.anyRequest()
				.authenticated())
			.csrf((csrf) -> csrf.spa().csrfTokenRepository(csrfTokens))
			.securityContext((contexts) -> contexts.securityContextRepository(securityContexts))
			// No page follows a sign-in, so no request is to be kept.
			.requestCache(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.headers(SecurityConfiguration::protect)
			.addFilterAfter(new ContentTypeFilter(problems), HeaderWriterFilter.class)
			.exceptionHandling((refusals) -> refusals
				.authenticationEntryPoint((request, response, ex) -> problems.resolveException(request, response, null,
						Objects.requireNonNullElse(SessionContexts.refusal(request), ex)))
				.accessDeniedHandler((request, response, ex) -> problems.resolveException(request, response, null, ex)))
			.build();
	}

	private static void protect(HeadersConfigurer<HttpSecurity> headers) {
		headers.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
			.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
			.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.SAME_ORIGIN));
	}

	@Bean
	RequestRejectedHandler rejectedRequests(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		return (request, response, ex) -> problems.resolveException(request, response, null, ex);
	}

	@Bean
	CsrfTokenRepository csrfTokens() {
		CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
		tokens.setCookieCustomizer((cookie) -> cookie.sameSite("Lax"));
		return tokens;
	}

	@Bean
	SecurityContextRepository securityContexts() {
		return new SessionContexts();
	}

}
