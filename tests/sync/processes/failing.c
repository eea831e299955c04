/* A disk whose nth write fails: loaded before libc, told by a file that the test maps too.
 *
 * FAILING_AT is the file of four ints: how many writes are still good (-1: all of them), the errno
 * of the one after, whether all that follow fail as well, and how often it failed. FAILING_IN is
 * what the path of a file begins with for its writes to count. EBUSY stands for a lock that
 * somebody else has: then it is the taking of locks that counts, and no write.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { LEFT, ERRNO, STICKS, FAILED };

static int *told;
static const char *in;

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("FAILING_AT");
    int file = at ? open(at, O_RDWR) : -1;
    in = getenv("FAILING_IN");
    if (file < 0 || !in) return;
    void *map = mmap(NULL, 4 * sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (map != MAP_FAILED) told = map;
}

static int counts(int fd) {
    char link[64], path[4096];
    if (!told || told[LEFT] < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, in, strlen(in)) == 0;
}

static int fails(void) {
    if (told[LEFT] > 0) {
        told[LEFT]--;
        return 0;
    }
    told[FAILED]++;
    errno = told[ERRNO] == EBUSY ? EAGAIN : told[ERRNO];
    if (!told[STICKS]) told[LEFT] = -1;
    return 1;
}

static int fails_to_write(int fd) { return counts(fd) && told[ERRNO] != EBUSY && fails(); }

#define NEXT(name) static typeof(name) *next; if (!next) next = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) {
    NEXT(write);
    return fails_to_write(fd) ? -1 : next(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    NEXT(pwrite);
    return fails_to_write(fd) ? -1 : next(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    NEXT(pwrite64);
    return fails_to_write(fd) ? -1 : next(fd, data, size, at);
}
int fsync(int fd) {
    NEXT(fsync);
    return fails_to_write(fd) ? -1 : next(fd);
}
int fdatasync(int fd) {
    NEXT(fdatasync);
    return fails_to_write(fd) ? -1 : next(fd);
}
int ftruncate(int fd, off_t size) {
    NEXT(ftruncate);
    return fails_to_write(fd) ? -1 : next(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    NEXT(ftruncate64);
    return fails_to_write(fd) ? -1 : next(fd, size);
}
int posix_fallocate(int fd, off_t at, off_t size) {
    NEXT(posix_fallocate);
    return fails_to_write(fd) ? errno : next(fd, at, size);
}
int posix_fallocate64(int fd, off64_t at, off64_t size) {
    NEXT(posix_fallocate64);
    return fails_to_write(fd) ? errno : next(fd, at, size);
}
int rename(const char *from, const char *to) {
    NEXT(rename);
    if (told && told[LEFT] >= 0 && told[ERRNO] != EBUSY && !strncmp(from, in, strlen(in)) &&
        fails())
        return -1;
    return next(from, to);
}

static int locks(int fd, int command, void *with) {
    if (command != F_SETLK && command != F_OFD_SETLK) return 0;
    if (((struct flock *)with)->l_type == F_UNLCK) return 0;
    return counts(fd) && told[ERRNO] == EBUSY && fails();
}
int fcntl(int fd, int command, ...) {
    NEXT(fcntl);
    va_list rest;
    va_start(rest, command);
    void *with = va_arg(rest, void *);
    va_end(rest);
    return locks(fd, command, with) ? -1 : next(fd, command, with);
}
int fcntl64(int fd, int command, ...) {
    NEXT(fcntl64);
    va_list rest;
    va_start(rest, command);
    void *with = va_arg(rest, void *);
    va_end(rest);
    return locks(fd, command, with) ? -1 : next(fd, command, with);
}
