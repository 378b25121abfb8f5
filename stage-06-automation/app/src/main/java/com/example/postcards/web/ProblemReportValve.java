package com.example.postcards.web;

import java.io.IOException;
import java.io.PrintWriter;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers as a problem detail what Tomcat itself refuses, such as a NUL in the address.
 * Tomcat makes it by its name.
 */
public class ProblemReportValve extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		HttpStatus status = HttpStatus.resolve(response.getStatus());
		if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		try {
			PrintWriter writer = response.getReporter();
			if (writer != null) {
				String title = status.getReasonPhrase();
				writer.write("""
						{"type":"about:blank","title":"%s","status":%s,"detail":"%s","instance":null}"""
					.formatted(title, status.value(), title));
			}
			response.finishResponse();
		}
		catch (IOException ex) {
			// The client has gone.
		}
	}

}
