package com.example.postcards.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses a {@code Content-Type} that is none, such as {@code *}{@code /*}, because code
 * that reads it later would fail with a server error.
 */
class ContentTypeFilter extends OncePerRequestFilter {

	private final HandlerExceptionResolver problems;

	ContentTypeFilter(HandlerExceptionResolver problems) {
		this.problems = problems;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (isValid(request.getContentType())) {
			chain.doFilter(request, response);
		}
		else {
			this.problems.resolveException(request, response, null,
					new HttpMediaTypeNotSupportedException("Could not parse Content-Type"));
		}
	}

	private static boolean isValid(@Nullable String type) {
		try {
			return type == null || type.isEmpty() || MediaType.parseMediaType(type).isConcrete();
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

}
