import {
  Link,
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import type { NavContentComponent } from '@backstage/plugin-app-react';
import { makeStyles } from '@material-ui/core/styles';
import MenuIcon from '@material-ui/icons/Menu';
import SettingsIcon from '@material-ui/icons/Settings';
import { Logo } from '../logo';

const useStyles = makeStyles(
  {
    home: {
      display: 'flex',
      alignItems: 'center',
      gap: 12,
      margin: '14px 0 10px',
      paddingLeft: (sidebarConfig.drawerWidthClosed - 32) / 2,
      color: '#ffffff',
      fontSize: 18,
      fontWeight: 700,
      '&:hover': { textDecoration: 'none' },
    },
  },
  { name: 'CountersignSidebar' },
);

function Home() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <Link
      to="/"
      underline="none"
      className={classes.home}
      aria-label="Countersign, home"
    >
      <Logo size={32} />
      {isOpen && <span>Countersign</span>}
    </Link>
  );
}

/** The pages of the installed plugins, the catalog first, the settings at the bottom. */
export const SidebarContent: NavContentComponent = ({ navItems }) => {
  const items = navItems.withComponent(item => (
    <SidebarItem icon={() => item.icon} to={item.href} text={item.title} />
  ));
  const settings = items.take('page:user-settings');
  // The graph of nothing in particular is of no use: entity pages lead to theirs.
  items.take('page:catalog-graph');
  return (
    <Sidebar>
      <Home />
      <SidebarDivider />
      <SidebarGroup label="Menu" icon={<MenuIcon />}>
        {items.take('page:catalog')}
        <SidebarScrollWrapper>
          {items.rest({ sortBy: 'title' })}
        </SidebarScrollWrapper>
      </SidebarGroup>
      <SidebarSpace />
      <SidebarDivider />
      <SidebarGroup label="Settings" icon={<SettingsIcon />} to="/settings">
        {settings}
      </SidebarGroup>
    </Sidebar>
  );
};
