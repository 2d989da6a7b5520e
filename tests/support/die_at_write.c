/* Kills the process at its n-th change of the file system, n from DIE_AT; with DIE_COUNT a file, counts instead.
 * Loaded before libc (LD_PRELOAD); only the process that was started is counted, not those it starts. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static pid_t self;
static long seen, at;

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("DIE_AT");
    self = getpid();
    at = text ? atol(text) : 0;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("DIE_COUNT");
    if (path && getpid() == self) {
        FILE *file = fopen(path, "w");
        if (file) {
            fprintf(file, "%ld\n", seen);
            fclose(file);
        }
    }
}

static void change(void) {
    if (getpid() == self && __sync_add_and_fetch(&seen, 1) == at) kill(self, SIGKILL);
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (fd > 2) change();
    return real(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    REAL(pwrite);
    change();
    return real(fd, data, size, offset);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    REAL(pwrite64);
    change();
    return real(fd, data, size, offset);
}
int rename(const char *from, const char *to) {
    REAL(rename);
    change();
    return real(from, to);
}
int renameat(int a, const char *from, int b, const char *to) {
    REAL(renameat);
    change();
    return real(a, from, b, to);
}
int unlink(const char *path) {
    REAL(unlink);
    change();
    return real(path);
}
int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    change();
    return real(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    change();
    return real(fd, size);
}
int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    change();
    return real(path, mode);
}
