package com.example.lab.load;

import java.net.http.HttpRequest;
import java.util.function.IntConsumer;

/**
 * A request of the load.
 *
 * @param kind such as {@code read}
 * @param mark identifies it, such as the text that it writes
 * @param http what is sent
 * @param answered gets the status of the response, on any thread: a user who was signed
 * out signs in again
 */
public record Request(String kind, String mark, HttpRequest http, IntConsumer answered) {
}
