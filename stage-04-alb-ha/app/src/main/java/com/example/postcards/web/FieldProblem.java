package com.example.postcards.web;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Refuses a request because of one of its fields.
 */
public class FieldProblem extends ErrorResponseException {

	/**
	 * Makes the problem.
	 * @param status the status of the response
	 * @param field the name of the field as the client knows it
	 * @param message what is wrong, to be read after the field's name
	 */
	public FieldProblem(HttpStatus status, String field, String message) {
		super(status, ProblemDetail.forStatusAndDetail(status, field + " " + message), null);
		getBody().setProperty("errors", List.of(new Entry(field, message)));
	}

	record Entry(String field, String message) {
	}

}
