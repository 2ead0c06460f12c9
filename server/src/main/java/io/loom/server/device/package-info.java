/// Signing in a program that has no browser: it shows a code, and somebody who is signed in says
/// whether that was he.
///
/// `DeviceService` has the rules, `DeviceResource` the routes of the program and of the person, and
/// `DevicePageResource` the page where the person enters the code. The session that comes of it is
/// opened by `auth`.
@NullMarked
package io.loom.server.device;

import org.jspecify.annotations.NullMarked;
