-- How an address is to be asked for: its page run in a browser, and the page that named it sent along as Referer.
ALTER TABLE frontier ADD COLUMN render TEXT CHECK (render = 'browser');
ALTER TABLE frontier ADD COLUMN referer TEXT;
