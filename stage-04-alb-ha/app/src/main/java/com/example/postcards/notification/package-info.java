/**
 * Who liked and who follows.
 */
@NullMarked
package com.example.postcards.notification;

import org.jspecify.annotations.NullMarked;
