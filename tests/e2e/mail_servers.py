"""Real mail servers on loopback, without privileges, for the time of a test:
exim takes mail (STARTTLS, login) and puts it into Maildirs, dovecot shows
them over IMAP. Any user has the password 'secret'."""
import email
import email.policy
import imaplib
import os
import pathlib
import smtplib
import socket
import subprocess
import tempfile
import shutil

from daemon import eventually, free_port

USER = "nobody" if os.getuid() == 0 else None

DOVECOT = """
protocols = imap
listen = 127.0.0.1
base_dir = {d}/run
state_dir = {d}/state
log_path = {d}/dovecot.log
ssl = yes
ssl_cert = <{d}/cert.pem
ssl_key = <{d}/key.pem
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={d}/home/%u
}}
mail_location = maildir:~/Maildir
first_valid_uid = 1
first_valid_gid = 1
namespace inbox {{
  inbox = yes
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""

EXIM = """
exim_user = {user}
exim_group = {group}
spool_directory = {d}/spool
log_file_path = {d}/exim-%slog
never_users =
deliver_drop_privilege = true
primary_hostname = mx.test
domainlist local_domains = shop.example : mail.example : team.example
acl_smtp_rcpt = acl_rcpt
tls_advertise_hosts = *
tls_certificate = {d}/cert.pem
tls_privatekey = {d}/key.pem
keep_environment =
queue_run_max = 1
begin acl
acl_rcpt:
  accept authenticated = *
  deny
begin routers
all:
  driver = accept
  domains = +local_domains
  local_parts = help : team : lucia
  local_part_suffix = +*
  local_part_suffix_optional
  transport = maildir
begin transports
maildir:
  driver = appendfile
  maildir_format
  create_directory
  directory = {d}/home/$local_part_data/Maildir
  delivery_date_add
  envelope_to_add
  return_path_add
begin retry
* * F,1m,1s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{$auth3}}{{secret}}}}
  server_set_id = $auth2
  server_advertise_condition = ${{if def:tls_in_cipher}}
"""


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class MailServers:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sportello_mail_"))
        self.smtp_port, self.imap_port = free_port(), free_port()
        self.processes = []
        group = subprocess.run(["id", "-gn", *([USER] if USER else [])],
                               capture_output=True, text=True).stdout.strip()
        words = {"d": self.folder, "user": USER or os.environ.get("USER", ""),
                 "group": group, "imap": self.imap_port}
        if not USER:
            words["user"] = subprocess.run(
                ["id", "-un"], capture_output=True, text=True).stdout.strip()
        for name in ("home", "spool"):
            (self.folder / name).mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-keyout", self.folder / "key.pem", "-out", self.cert, "-days",
             "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1"],
            check=True, capture_output=True)
        (self.folder / "dovecot.conf").write_text(DOVECOT.format(**words))
        (self.folder / "exim.conf").write_text(EXIM.format(**words))
        if USER:
            subprocess.run(["chown", "-R", f"{USER}:{group}", self.folder],
                           check=True)
            os.chmod(self.folder, 0o755)

    @property
    def cert(self):
        return self.folder / "cert.pem"

    def _run(self, *command):
        drop = (["setpriv", f"--reuid={USER}", "--regid=nogroup",
                 "--clear-groups"] if USER else [])
        log = open(self.folder / "servers.log", "ab")
        self.processes.append(subprocess.Popen(
            [*drop, *map(str, command)], stdout=log, stderr=log,
            stdin=subprocess.DEVNULL))
        log.close()

    def __enter__(self):
        self._run("/usr/sbin/dovecot", "-c", self.folder / "dovecot.conf",
                  "-F")
        self._run("/usr/sbin/exim4", "-C", self.folder / "exim.conf", "-bdf",
                  "-oX", f"127.0.0.1.{self.smtp_port}")
        if not eventually(lambda: is_open(self.imap_port)
                          and is_open(self.smtp_port), 60):
            logs = [p.read_text(errors="replace")
                    for p in self.folder.glob("*log")]
            raise RuntimeError("mail servers do not answer: " + "".join(logs))
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, message):
        """As a person's mail program does."""
        import ssl
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=20) as smtp:
            context = ssl.create_default_context(cafile=str(self.cert))
            smtp.starttls(context=context)
            smtp.login("person", "secret")
            smtp.send_message(message)

    def mailbox(self, user):
        """All mails of a user. Exim delivers those of one moment side by side,
        so that the order of these is luck."""
        import ssl
        with imaplib.IMAP4("127.0.0.1", self.imap_port) as imap:
            imap.starttls(ssl.create_default_context(cafile=str(self.cert)))
            imap.login(user, "secret")
            imap.select("INBOX", readonly=True)
            found = []
            for number in imap.search(None, "ALL")[1][0].split():
                raw = imap.fetch(number, "(BODY.PEEK[])")[1][0][1]
                found.append(email.message_from_bytes(
                    raw, policy=email.policy.default))
            return found

    def wait_for(self, user, count, patience=60):
        """The mailbox, once it holds so many mails."""
        found = []

        def enough():
            found[:] = self.mailbox(user)
            return len(found) >= count
        assert eventually(enough, patience), (user, len(found), count)
        assert len(found) == count, (user, len(found), count)
        return found


def text_of(message):
    return message.get_body(("plain",)).get_content()


def with_text(mails, part):
    """The one in which `part` stands."""
    [found] = [mail for mail in mails if part in text_of(mail)]
    return found


def answer(message, sender, text, mark="ha scritto:"):
    """What a mail program makes of 'reply'."""
    reply = email.message.EmailMessage()
    reply["From"] = sender
    reply["To"] = str(message["Reply-To"] or message["From"])
    reply["Subject"] = "Re: " + str(message["Subject"])
    reply["Message-ID"] = email.utils.make_msgid(domain="mail.example")
    reply["In-Reply-To"] = str(message["Message-ID"])
    reply["References"] = (str(message["References"] or "") + " "
                           + str(message["Message-ID"])).strip()
    quoted = "".join("> " + line + "\n"
                     for line in text_of(message).splitlines())
    reply.set_content(f"{text}\n\nIl giorno lun 16 nov 2026 alle ore 10:21 "
                      f"Negozio {mark}\n\n{quoted}")
    return reply
